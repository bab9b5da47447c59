/** PostgreSQL and Kafka Connect in processes of their own, for outputs that go to a database. */
package io.cmaclip.lab.catalogue;
