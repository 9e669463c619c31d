/**
 * What is done to a cluster, and when: {@link dev.rondel.testbed.chaos.plan.Schedule} draws it from
 * a seed. Pure.
 */
@NullMarked
package dev.rondel.testbed.chaos.plan;

import org.jspecify.annotations.NullMarked;
