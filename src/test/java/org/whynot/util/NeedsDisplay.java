package org.whynot.util;

import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.condition.DisabledIf;

/** Marks tests that open windows: their tag is {@code window}, and they are skipped where there is no display. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Inherited
@Tag("window")
@DisabledIf(value = "java.awt.GraphicsEnvironment#isHeadless", disabledReason = "There is no display.")
public @interface NeedsDisplay {}
