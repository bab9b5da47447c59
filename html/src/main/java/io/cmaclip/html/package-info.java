/** HTML and SVG that escape text by construction, with style sheets and templates as resources. */
package io.cmaclip.html;
