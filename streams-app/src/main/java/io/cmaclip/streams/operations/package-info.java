/**
 * What operators and their tools ask over HTTP: metrics, health, what this is, and a status page.
 */
package io.cmaclip.streams.operations;
