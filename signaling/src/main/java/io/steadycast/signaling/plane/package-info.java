/** The port through which the control plane sees media: immutable records and {@link io.steadycast.signaling.plane.MediaPlane}. */
@NullMarked
package io.steadycast.signaling.plane;

import org.jspecify.annotations.NullMarked;
