"""The researcher's room: one file a cue, numbers in, numbers out.

To change a cue, edit its file. To add one: a file, a name in one of these tuples, a test.

RULES     dyad and the cues before it -> a cue on the watch clock, in page order
EVENTS    dyad, cues and the events before it -> things that were seen to happen
CREDITS   dyad, cues and events -> what events are worth, as a cue on the watch clock
"""

from attune.knobs import Knobbed
from attune.rules.attends import AdultAttends, ChildAttends
from attune.rules.credits import HelpCredit, JointCredit, MutualCredit
from attune.rules.cycles import YesCycles
from attune.rules.encouraging import Encouraging
from attune.rules.floor import Turns
from attune.rules.glances import Glances
from attune.rules.helps import Helps
from attune.rules.initiatives import AdultInitiatives, ChildInitiatives
from attune.rules.joint import JointAttention
from attune.rules.joint_follow import JointFollow
from attune.rules.joint_hands import JointHands
from attune.rules.joint_rays import JointRays
from attune.rules.leans import AdultLeans, ChildLeans
from attune.rules.level import Level
from attune.rules.looks import AdultLooks, ChildLooks
from attune.rules.moves import AdultMoves, ChildMoves
from attune.rules.mutual import MutualGaze
from attune.rules.reaches import AdultReaches, ChildReaches
from attune.rules.receiving import Receiving
from attune.rules.receptions import AdultReceptions, ChildReceptions
from attune.rules.reconnects import Reconnects
from attune.rules.shared_bouts import JointBouts, MutualGazeBouts, SmilesTogether
from attune.rules.smiles import AdultSmiles, BothSmile, ChildSmiles
from attune.rules.together import HandsMeet, Space
from attune.rules.turns import TurnTaking
from attune.rules.voices import AdultSpeaks, ChildSpeaks, OtherSpeaks
from attune.rules.waits import Waits

RULES: tuple[type[Knobbed], ...] = (
    AdultLooks, ChildLooks,
    AdultSmiles, ChildSmiles, BothSmile, AdultMoves, ChildMoves, AdultReaches, ChildReaches, AdultLeans, ChildLeans,
    HandsMeet, Space, MutualGaze, JointHands, JointRays, JointFollow, JointAttention, AdultAttends, ChildAttends,
    Glances, Level, AdultSpeaks, ChildSpeaks, OtherSpeaks,
)  # fmt: skip

EVENTS: tuple[type[Knobbed], ...] = (
    MutualGazeBouts, JointBouts, SmilesTogether, Turns, ChildInitiatives, AdultInitiatives,
    AdultReceptions, ChildReceptions, Waits, YesCycles, Reconnects, Helps,
)  # fmt: skip

CREDITS: tuple[type[Knobbed], ...] = (MutualCredit, JointCredit, TurnTaking, Encouraging, Receiving, HelpCredit)
