/** Builds HTML and SVG with automatic escaping, from templates and style sheets in resources. */
package io.cmaclip.html;
