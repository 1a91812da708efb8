@NullMarked
package io.steadycast.live;

import org.jspecify.annotations.NullMarked;
