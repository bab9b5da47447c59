/** Rules of the whole code: which module may use which, and how packages are cut. */
package io.cmaclip.it.structure;
