/** Which layers a viewer gets under one budget. */
@NullMarked
package io.steadycast.abr.allocate;

import org.jspecify.annotations.NullMarked;
