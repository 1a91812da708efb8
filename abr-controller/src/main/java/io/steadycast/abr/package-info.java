@NullMarked
package io.steadycast.abr;

import org.jspecify.annotations.NullMarked;
