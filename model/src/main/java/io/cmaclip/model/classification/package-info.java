/** The whole way of a listing on one thread: preprocessing, inference and reasons for review. */
package io.cmaclip.model.classification;
