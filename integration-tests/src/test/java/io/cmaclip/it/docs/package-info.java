/** Tests of the documentation: terms, links and commands. */
package io.cmaclip.it.docs;
