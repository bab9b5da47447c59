/**
 * Model versions: loading, inference, hot swap and shadow model. One version processes a listing
 * from preparation to review.
 */
package io.cmaclip.streams.models;
