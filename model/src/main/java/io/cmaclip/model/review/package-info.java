/** Which predictions a person should look at, and why. */
package io.cmaclip.model.review;
