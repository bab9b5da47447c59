/** The project's pages: words that can be found, links that resolve, commands that parse. */
package io.cmaclip.it.docs;
