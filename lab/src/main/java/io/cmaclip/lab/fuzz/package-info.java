/** Sends invalid and extreme records to the service and verifies every result. */
package io.cmaclip.lab.fuzz;
