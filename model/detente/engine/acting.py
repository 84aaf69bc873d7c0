"""What states are about to do: the propensities of the scenario's theory, from one and the same World."""

from __future__ import annotations

from detente.compiled import jit
from detente.mechanisms import choice, constructivist, liberal, realist
from detente.mechanisms.theories import CONSTRUCTIVIST, LIBERAL, REALIST
from detente.world.matrices import transpose

of_all_reasons, of_power = choice.propensities, realist.propensities
of_institutions, of_identity = liberal.propensities, constructivist.propensities


@jit
def propose(now, base, flow, region, p, n, w):
    """Write the chances that each state, reconsidering, cooperates with or presses each other one.

    Reads flow.active, flow.posture, flow.power, flow.common_threat and flow.nationalism_row of this step.
    """
    theory, weights, out, out_press = region.theory[0], flow.posture, flow.cooperate, flow.press
    if theory == REALIST:
        transpose(flow.power, flow.turned[1], n, w)
        of_power(flow.common_threat, now.alignment, base.commitment, now.threat, now.claim, flow.turned[1], now.stage,
                 weights, region.mask, p, out, out_press)  # fmt: skip
    elif theory == LIBERAL:
        of_institutions(now.interdependence, base.commitment, now.reading, now.channel, now.stage, weights,
                        region.mask, p, out, out_press)  # fmt: skip
    elif theory == CONSTRUCTIVIST:
        of_identity(now.trust, now.intent, flow.active, now.claim, flow.nationalism_row, base.threshold_row, weights,
                    region.mask, p, out, out_press)  # fmt: skip
    else:
        of_all_reasons(now.trust, now.alignment, base.commitment, now.interdependence, flow.active, now.threat,
                       now.claim, now.stage, flow.nationalism_row, base.threshold_row, weights, region.mask, p,
                       out, out_press)  # fmt: skip
