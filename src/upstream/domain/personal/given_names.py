"""Given names that are common in the United States: a list of our own, lower case."""

from typing import Final

_NAMES = """
aaron abigail adam adrian agnes aidan aiden alan albert alejandro alex alexander alexandra alexis
alfred alice alicia alison allen allison alma alyssa amanda amber amelia amy ana andrea andrew
angel angela angelica anita ann anna anne annie anthony antonio april ariana arthur ashley audrey
austin ava barbara barry beatrice ben benjamin bernard bernice beth betty beverly bill billy bob
bobby bonnie brad bradley brandon brandy brenda brent brett brian brianna brittany bruce bryan
caleb calvin cameron camila carl carla carlos carmen carol caroline carolyn carrie carter casey
catherine cathy cecilia chad charlene charles charlie charlotte chelsea cheryl chloe chris
christian christina christine christopher cindy claire clara clarence claudia clifford clyde cody
colleen connie connor corey courtney craig cristina crystal curtis cynthia daisy dale dan dana
daniel daniela danielle danny darlene darrell daryl dave david dawn dean deanna debbie deborah
debra delores denise dennis derek derrick diana diane diego dolores dominic don donald donna doris
dorothy doug douglas duane dustin dwayne dylan earl ed eddie edgar edith edna eduardo edward edwin
eileen elaine eleanor elena eli elijah elizabeth ella ellen elsie emily emma eric erica erik erika
erin ernest esther ethan ethel eugene eva evan evelyn faith felicia felix fernando florence frances
francis francisco frank franklin fred frederick gabriel gabriela gabrielle gail gary gavin gene
george gerald geraldine gilbert gina gladys glen glenda glenn gloria gordon grace greg gregory
gwendolyn hailey hannah harold harriet harry harvey hazel heather hector heidi helen henry herbert
herman holly howard hunter ian ida irene iris isaac isabel isabella jack jackie jackson jacob
jacqueline jaime james jamie jan jane janet janice jared jasmine jason javier jay jayden jean
jeanette jeanne jeff jeffery jeffrey jenna jennifer jenny jeremiah jeremy jerome jerry jesse
jessica jessie jesus jill jim jimmy jo joan joann joanna joanne joe joel john johnny jon jonathan
jordan jorge jose joseph josephine joshua joyce juan juanita judith judy julia julian julie june
justin kaitlyn karen karl katherine kathleen kathryn kathy katie kay kayla keith kelly kelsey ken
kenneth kevin kim kimberly kristen kristin kristina kristy kurt kyle larry latoya laura lauren
laurie lawrence leah lee lena leo leon leonard leroy leslie lester lewis liam lillian lillie linda
lindsay lindsey lisa lloyd logan lois lola lonnie lori lorraine louis louise lucas lucille lucy
luis luke luz lydia lynn mabel madeline madison marc marcia marcus margaret margarita maria mariah
marian marie marilyn mario marion marissa marjorie mark marlene martha martin marvin mary mason
mateo matt matthew maureen maurice max maxine megan melanie melinda melissa melvin mia michael
micheal michele michelle miguel mike mildred miranda misty mitchell molly monica monique morgan
muriel myra myrtle nancy naomi natalia natalie nathan nathaniel neil nicholas nicole nina noah noel
nora norma norman oliver olivia omar opal oscar owen pablo paige pam pamela patricia patrick paul
paula pauline pearl pedro peggy penny perry peter philip phillip phyllis priscilla rachel rafael
ralph ramon ramona randall randy raul ray raymond rebecca regina renee ricardo richard rick ricky
rita robert roberta roberto robin rodney roger roland ron ronald ronnie rosa rosalie rose rosemary
roy ruben ruby russell ruth ryan sally salvador sam samantha samuel sandra santiago sara sarah
savannah scott sean sebastian sergio seth shane shannon sharon shaun shawn sheila shelby shelly
sheri sherri sherry shirley sierra sofia sonia sophia sophie spencer stacey stacy stanley stella
stephanie stephen steve steven stuart sue susan suzanne sydney sylvia tamara tammy tanya tara
taylor ted teresa terrance terri terry thelma theodore theresa thomas tiffany tim timothy tina todd
tom tommy toni tony tonya tracey traci tracy travis trevor tristan troy tyler tyrone valerie
vanessa velma vera vernon veronica vicki vickie victor victoria vincent viola violet virginia
vivian wade wallace walter wanda warren wayne wendy wesley whitney willard william willie willis
wilma winifred wyatt xavier yolanda yvette yvonne zachary zoe ahmed ali amit anil arjun chen deepak
fatima hassan hiroshi ibrahim jin jun khalid layla lei mehmet mei min ming mohamed mohammad
mohammed muhammad noor priya rahul raj ravi sanjay sunil thanh wei xin yan ying yuki yusuf
"""
GIVEN_NAMES: Final = frozenset(_NAMES.split())
