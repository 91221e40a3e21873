package org.whynot.classifier.foreign;

import com.google.gson.annotations.SerializedName;

/** The colours of a foreign network's input, in the order of its channel axis. */
public enum Colours {
    /** Red, green, blue. */
    @SerializedName("rgb")
    RGB,
    /** Blue, green, red, as OpenCV reads images. */
    @SerializedName("bgr")
    BGR,
    /** One channel: 0.299 red + 0.587 green + 0.114 blue. */
    @SerializedName("grey")
    GREY
}
