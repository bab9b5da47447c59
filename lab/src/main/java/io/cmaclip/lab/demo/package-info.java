/**
 * The whole way of a listing in one process, for the eye: broker, registry and the real service;
 * listings go in, and what comes out of the topics is shown and counted.
 */
package io.cmaclip.lab.demo;
