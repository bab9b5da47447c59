package io.cmaclip.lab.catalogue;

/**
 * One change of the products table.
 *
 * @param what what happens, for a person
 * @param sql one or several statements, run in one transaction
 */
public record ProductStep(String what, String sql) {}
