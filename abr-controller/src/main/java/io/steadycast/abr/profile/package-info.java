/** The operator's knobs. */
@NullMarked
package io.steadycast.abr.profile;

import org.jspecify.annotations.NullMarked;
