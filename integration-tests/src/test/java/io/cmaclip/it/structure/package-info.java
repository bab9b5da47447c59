/** Structure rules of the whole code: module dependencies and packages. */
package io.cmaclip.it.structure;
