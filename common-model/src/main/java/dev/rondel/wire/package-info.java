/** The model as others read it: protocol buffers between the services, JSON for everybody else. */
@NullMarked
package dev.rondel.wire;

import org.jspecify.annotations.NullMarked;
