/** The life of the service: Kafka Streams opened with the right settings, watched, and closed. */
package io.cmaclip.streams.service;
