/**
 * The catalogue scenario: rows of a PostgreSQL table become change events, the service classifies
 * them, and a sink writes the answers into another table.
 */
package io.cmaclip.lab.catalogue;
