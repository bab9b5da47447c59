/**
 * The versions of the model: loading, the one that serves, the hot swap to the next, and a shadow
 * model beside it. What a version has prepared, the same version infers and reviews.
 */
package io.cmaclip.streams.models;
