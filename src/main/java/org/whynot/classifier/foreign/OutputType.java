package org.whynot.classifier.foreign;

import com.google.gson.annotations.SerializedName;

/** What a foreign network's class output holds. */
public enum OutputType {
    /** Any numbers, before the softmax. */
    @SerializedName("logits")
    LOGITS,
    /** Probabilities that add up to 1; the logits are their logarithms. */
    @SerializedName("softmax")
    SOFTMAX,
    /**
     * A probability for each class by itself, which don't add up to 1; the logits are {@code log(p / (1 - p))}. The probabilities
     * that WhyNot reports are the softmax of these: they state which of the classes, not whether any of them.
     */
    @SerializedName("sigmoid")
    SIGMOID
}
