/** The project's own docker-compose.yml, brought up and tried by the testbed. */
@NullMarked
package dev.rondel.testbed.containers;

import org.jspecify.annotations.NullMarked;
