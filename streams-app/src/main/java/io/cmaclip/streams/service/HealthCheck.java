package io.cmaclip.streams.service;

/**
 * One check of a health report.
 *
 * @param ok whether the check passes
 * @param detail one line for an operator
 */
public record HealthCheck(String name, boolean ok, String detail) {}
