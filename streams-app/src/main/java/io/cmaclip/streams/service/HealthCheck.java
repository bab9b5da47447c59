package io.cmaclip.streams.service;

/**
 * One part of the service's health.
 *
 * @param ok whether it is as it should be
 * @param detail one line for an operator
 */
public record HealthCheck(String name, boolean ok, String detail) {}
