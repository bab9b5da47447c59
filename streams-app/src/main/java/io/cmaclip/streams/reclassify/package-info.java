/**
 * Reclassification: finds listings whose answer should be given again, and copies them to the input
 * topic of low priority.
 */
package io.cmaclip.streams.reclassify;
