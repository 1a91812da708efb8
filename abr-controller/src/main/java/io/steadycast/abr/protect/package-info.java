/** How much repair before and after a loss, and how long viewers hold media back, so that frames of each class come in time. */
@NullMarked
package io.steadycast.abr.protect;

import org.jspecify.annotations.NullMarked;
