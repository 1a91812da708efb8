/** Drives stock Chromium and stock Firefox, whatever page they show. */
@NullMarked
package io.steadycast.live.browser;

import org.jspecify.annotations.NullMarked;
