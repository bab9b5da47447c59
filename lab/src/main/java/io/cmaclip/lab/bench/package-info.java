/** How fast the service is: against a simulated GPU, against nothing, against its own predictor. */
package io.cmaclip.lab.bench;
