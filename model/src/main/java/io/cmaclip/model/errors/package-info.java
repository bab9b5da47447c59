/** Failures that a user can put right, told apart from defects of the program. */
package io.cmaclip.model.errors;
