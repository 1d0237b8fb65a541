"""What the independent client checks on one meter. A check returns a remark, and raises where the meter is not as it should be."""

from gurux_changing import action, release, set_and_read_back, set_in_blocks
from gurux_reading import associate, association_view, attributes, by_entry, by_range, clock, hdlc_parameters, public_client, with_list
from gurux_security import dedicated_key, general_ciphering, key_transfer, stale_counter, wrong_key

COMMON = [public_client, associate, association_view, attributes, clock, with_list, by_range, by_entry, set_and_read_back, set_in_blocks, action, release]
OF_LEVEL = {"none": [], "lls": [wrong_key], "hls5": [wrong_key, stale_counter, general_ciphering, dedicated_key]}


def checks_for(job):
    """The checks that apply to a meter, in the order that they are made in. The last one changes its keys."""
    framing = [hdlc_parameters] if job["framing"] == "hdlc" else []
    return [*COMMON, *framing, *OF_LEVEL[job["security"]], *([key_transfer] if job["security"] == "hls5" else [])]
