/** Hostile input by the thousand through the real service, and what became of each. */
package io.cmaclip.lab.fuzz;
