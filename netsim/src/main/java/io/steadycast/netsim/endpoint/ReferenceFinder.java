package io.steadycast.netsim.endpoint;

/** What a frame refers to by its headers alone. One for each way that headers tell it. */
sealed interface ReferenceFinder permits Vp8References, DescriptorReferences, SequenceReferences {
    /** What became of a frame. */
    enum Outcome {
        /** Its id and references are filled in. */
        FOUND,
        /** Something before it is missing. */
        WAITS,
        USELESS
    }

    Outcome find(ReceivedFrame frame);

    /** A number carried nothing. */
    void onPadding(long seq);
}
