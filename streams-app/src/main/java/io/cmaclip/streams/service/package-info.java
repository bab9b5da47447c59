/** The running service: assembly, Kafka Streams settings, health, failures and shutdown. */
package io.cmaclip.streams.service;
