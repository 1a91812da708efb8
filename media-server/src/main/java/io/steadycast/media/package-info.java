@NullMarked
package io.steadycast.media;

import org.jspecify.annotations.NullMarked;
