/** The service's topics: missing ones created, existing ones checked and never changed. */
package io.cmaclip.streams.topics;
