package org.whynot.video;

/** The order in which a classifier wants the axes of its clips: batch, channel, time, height, width. */
public enum AxisOrder {
    /** {@code [N, 3, T, H, W]}, as most networks of PyTorch. */
    NCTHW,
    /** {@code [N, T, 3, H, W]}, as many Transformers. */
    NTCHW,
    /** {@code [N, T, H, W, 3]}, channels last. */
    NTHWC;

    /** Where the channels are, counted from 0. */
    public int channelAxis() {
        return name().indexOf('C');
    }

    /** Where time is, counted from 0. */
    public int timeAxis() {
        return name().indexOf('T');
    }
}
