/** The port through which a viewer's session is steered: what a controller sees and what it decides. */
@NullMarked
package io.steadycast.abr.control;

import org.jspecify.annotations.NullMarked;
