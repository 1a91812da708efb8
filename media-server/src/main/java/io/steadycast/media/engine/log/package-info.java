/** The one place where publishers' packets and viewers meet: a ring per encoding with one writer and any number of readers. */
@NullMarked
package io.steadycast.media.engine.log;

import org.jspecify.annotations.NullMarked;
