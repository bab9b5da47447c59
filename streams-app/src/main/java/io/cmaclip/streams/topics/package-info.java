/** The topics of the service: creates missing ones, validates and never changes existing ones. */
package io.cmaclip.streams.topics;
