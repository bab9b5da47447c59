/** Exceptions for failures that a user can fix, as opposed to defects of the program. */
package io.cmaclip.model.errors;
