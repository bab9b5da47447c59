/** The operations port: metrics, health, information and status page over HTTP. */
package io.cmaclip.streams.operations;
