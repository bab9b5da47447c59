/**
 * A model at work and the change from one to the next: what a model has prepared, the same model
 * forwards and reviews.
 */
package io.cmaclip.streams.models;
