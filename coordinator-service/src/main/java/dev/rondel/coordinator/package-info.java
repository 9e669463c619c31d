/** The coordinator as a Spring Boot application. */
@NullMarked
package dev.rondel.coordinator;

import org.jspecify.annotations.NullMarked;
